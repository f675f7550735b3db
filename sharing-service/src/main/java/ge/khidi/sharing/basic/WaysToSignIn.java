package ge.khidi.sharing.basic;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Says in the description of the interface that tools' paths take a client's secret or its certificate instead of a token. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class WaysToSignIn implements OASFilter {

    private static final String SECRET = "secret";
    private static final String CERTIFICATE = "certificate";

    @Override
    public void filterOpenAPI(OpenAPI description) {
        Components components =
                Objects.requireNonNullElseGet(description.getComponents(), OASFactory::createComponents);
        components.addSecurityScheme(
                SECRET,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("basic")
                        .description("Id and secret of your client (RFC 7617)"));
        components.addSecurityScheme(
                CERTIFICATE,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.MUTUALTLS)
                        .description(
                                "A certificate that was bound to your client (RFC 8705), where the operator offers it"));
        description.setComponents(components);
        description.getPaths().getPathItems().forEach((path, item) -> {
            if (ToolPaths.has(path)) {
                item.getOperations().values().forEach(WaysToSignIn::offer);
            }
        });
    }

    private static void offer(Operation operation) {
        List<SecurityRequirement> ways =
                new ArrayList<>(Optional.ofNullable(operation.getSecurity()).orElseGet(List::of));
        ways.add(OASFactory.createSecurityRequirement().addScheme(SECRET));
        ways.add(OASFactory.createSecurityRequirement().addScheme(CERTIFICATE));
        operation.setSecurity(ways);
    }
}
