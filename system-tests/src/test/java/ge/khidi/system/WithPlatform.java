package ge.khidi.system;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class the one platform of this module, which starts with the first of them and stops after the last. */
final class WithPlatform implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(WithPlatform.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningPlatform.class;
    }

    @Override
    public RunningPlatform resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("platform", key -> new Measured(), Measured.class)
                .platform;
    }

    /** Measures before the platform stops. */
    private static final class Measured implements AutoCloseable {
        private final RunningPlatform platform;
        private final Figures figures;

        Measured() {
            Path target = Path.of(System.getProperty("khidi.system-tests.target", "target"));
            this.platform = RunningPlatform.start(target.resolve("platform"));
            this.figures = Figures.atRest(platform, target.resolve("figures.md"));
        }

        @Override
        public void close() {
            try (platform) {
                figures.write();
            }
        }
    }
}
