package ge.khidi.intake.register;

import ge.khidi.contract.handling.Classification;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What this installation takes in. */
@ConfigMapping(prefix = "khidi.intake")
public interface IntakeConfig {

    /** The highest classification this installation is accredited for. What is above it is refused and leaves no trace. */
    @WithDefault("RESTRICTED")
    Classification accreditation();
}
