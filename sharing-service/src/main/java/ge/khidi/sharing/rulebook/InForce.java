package ge.khidi.sharing.rulebook;

import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.PolicySet;

/** A policy set that holds, ready to decide. */
public record InForce(int version, PolicySet policies, Gate gate) {}
