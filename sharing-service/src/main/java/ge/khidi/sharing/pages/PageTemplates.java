package ge.khidi.sharing.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The pages that belong to no station. */
@CheckedTemplate(basePath = "pages")
final class PageTemplates {

    static native TemplateInstance signedOut(Visit visit);

    static native TemplateInstance problem(Visit visit, String heading, String advice, String detail, boolean signIn);

    static native TemplateInstance purpose(Visit visit, List<Choice> purposes, String caseReference, String back);

    private PageTemplates() {}
}
