package ge.khidi.analysis.topology;

import ge.khidi.analysis.linking.DecisionFact;
import ge.khidi.analysis.linking.LinkState;
import ge.khidi.analysis.linking.Meeting;

/** What comes to a link: from the values its events share, and from analysts. */
sealed interface LinkMessage {

    LinkState.Step to(LinkState state);

    /** From a value. */
    record OfValue(Meeting meeting) implements LinkMessage {
        @Override
        public LinkState.Step to(LinkState state) {
            return state.take(meeting);
        }
    }

    /** From an analyst. */
    record OfAnalyst(DecisionFact decision) implements LinkMessage {
        @Override
        public LinkState.Step to(LinkState state) {
            return state.take(decision);
        }
    }
}
