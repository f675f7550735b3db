package ge.khidi.sharing.pages;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Every sentence of the pages, in English; {@code messages/msg_ka.properties} says the same in Georgian. The build fails if one is missing there. */
@MessageBundle(locale = "en")
public interface Words {

    @Message("Skip to the content")
    String skip();

    @Message("Pages")
    String menu();

    @Message("My feed")
    String feed();

    @Message("Releases")
    String releases();

    @Message("Report")
    String report();

    @Message("From (first day of a month)")
    String reportFrom();

    @Message("Until (first day of the month after)")
    String reportUntil();

    @Message("Show")
    String show();

    @Message(
            "A star is a number that is withheld: persons in a small cell, and what would give one away. Persons are counted by whole quarters. What each number means stands in docs/oversight.md.")
    String reportNote();

    @Message("Sign out")
    String signOut();

    @Message("Sign in")
    String signIn();

    @Message("You have signed out")
    String signedOut();

    @Message("If others use this computer, close the browser.")
    String signedOutAdvice();

    @Message("What you were shown here is on record: who, when, for which purpose and case.")
    String footer();

    @Message("Purpose and case")
    String stated();

    @Message("Change")
    String change();

    @Message("Purpose")
    String purpose();

    @Message("What do you read for?")
    String purposeTitle();

    @Message(
            "Every page you open is logged with a purpose and a case (Directive (EU) 2016/680 Art. 25). Your choice lasts until you close the browser.")
    String purposeWhy();

    @Message("Case or operation")
    String caseLabel();

    @Message("Continue")
    String proceed();

    @Message("What")
    String kind();

    @Message("About")
    String title();

    @Message("Type")
    String type();

    @Message("When")
    String when();

    @Message("From")
    String originator();

    @Message("Handling")
    String handling();

    @Message("There is nothing here.")
    String feedEmpty();

    @Message("Older")
    String older();

    @Message("Newer")
    String newer();

    @Message("Newest")
    String newest();

    @Message("Pages of the feed")
    String pagesOfFeed();

    @Message("Newest first. Times are UTC.")
    String feedCaption();

    @Message("no content any more")
    String noContent();

    @Message("Item")
    String item();

    @Message("Conditions")
    String conditions();

    @Message("Content")
    String content();

    @Message("Free text")
    String texts();

    @Message("What was withheld, and why")
    String withheld();

    @Message("Disclosure profile")
    String profile();

    @Message("Legal basis")
    String legalBasis();

    @Message("Policies that decided")
    String policies();

    @Message("A rule that looks at what your agency may not see may have decided, too. Whether one did is not shown.")
    String policiesUnseen();

    @Message("Under this profile there may be missing")
    String mayLack();

    @Message("This list describes the profile and not this event: it does not say whether the event had any such data.")
    String mayLackNote();

    @Message("Under this profile nothing is withheld.")
    String nothingWithheld();

    @Message("What to do")
    String whatToDo();

    @Message("What you have was wrong. Rectify it, and answer.")
    String meansCorrection();

    @Message(
            "What you have was wrong, and what is right is not offered to you. Rectify, erase or restrict it, and answer.")
    String meansCorrectionAlone();

    @Message("Keep it, but do not use it. Answer.")
    String meansRestriction();

    @Message("The originator took it back. Do not use it, and answer.")
    String meansWithdrawal();

    @Message("Erase it, and answer.")
    String meansErasure();

    @Message("You are no longer offered it. Nobody asks you to erase it.")
    String meansNoLongerOffered();

    @Message("What did you do?")
    String outcome();

    @Message("Justification (needed if you keep it)")
    String justification();

    @Message("Send")
    String send();

    @Message("Your answer is recorded.")
    String answered();

    @Message("Back")
    String back();

    @Message("Releases to decide")
    String releasesTitle();

    @Message("Nothing waits for your word.")
    String releasesEmpty();

    @Message("By when")
    String deadline();

    @Message("Overdue")
    String overdue();

    @Message("A life is imminently threatened: release at once, another officer confirms afterwards")
    String lifeThreat();

    @Message("Released at once because a life was threatened: a second officer's word is awaited")
    String unconfirmed();

    @Message("It was right")
    String confirmThreat();

    @Message("It was not right: recall it")
    String refuseThreat();

    @Message("What waits for the word of your agency, the most overdue first.")
    String releasesCaption();

    @Message("To")
    String partner();

    @Message("Waits since")
    String since();

    @Message("Why it waits")
    String why();

    @Message("Release")
    String release();

    @Message("What the partner would get")
    String toPartner();

    @Message("What would stay here")
    String stays();

    @Message("{count} places")
    String places(long count);

    @Message("The leak check stopped it. It cannot leave until the profile or the event is mended.")
    String leaks();

    @Message("A link of your event {events} waits for your word. What it is linked to is not for you to see.")
    String linkWithYours(String events);

    @Message("The rules have changed: it does not leave this way any more.")
    String notHeldNow();

    @Message("Decision")
    String decide();

    @Message("Release")
    String approve();

    @Message("Refuse")
    String reject();

    @Message("Reason")
    String reason();

    @Message("Release ends (UTC; empty: no end)")
    String until();

    @Message("Recorded: {what}.")
    String recorded(String what);

    @Message("Recorded. Somebody else's word is still needed.")
    String anotherNeeded();

    @Message("The request is not right")
    String problemRequest();

    @Message("Go back, open the page again, and try once more.")
    String problemRequestAdvice();

    @Message("Sign in first")
    String problemSignIn();

    @Message("Your session has ended. Sign in again and repeat what you did; nothing was changed.")
    String problemSignInAdvice();

    @Message("This page is not for your role")
    String problemRole();

    @Message("If you need it, ask the administrator of your agency.")
    String problemRoleAdvice();

    @Message("There is no such page")
    String problemNotFound();

    @Message("Check the address, or go back to your feed.")
    String problemNotFoundAdvice();

    @Message("This cannot be done any more")
    String problemState();

    @Message("The item has changed meanwhile. Open it again.")
    String problemStateAdvice();

    @Message("The service is not available at the moment")
    String problemAway();

    @Message("Try again in a while. If it lasts, ask the operator.")
    String problemAwayAdvice();

    @Message("Something went wrong on our side")
    String problemOurs();

    @Message("Try again. If it happens again, tell the operator the time.")
    String problemOursAdvice();
}
