"""Mail providers by name: their servers, and what works with them in 2026. Each fact has its source and its date.

A fact without a source is left out, so the user is asked for it.
"""

from collections.abc import Mapping

from takedown.accounts import Security
from takedown.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A mail provider, as far as its facts are known."""

    name: str
    host: str
    port: int
    security: Security
    imap_host: str
    imap_port: int = 993
    passwords: bool = True
    """Whether any kind of password still lets a program in."""
    per_day: int | None = None
    """Messages in 24 hours, where the provider names a number."""
    works: str
    """In plain words: what lets a program in, and what the person does first."""
    fails: str
    """What people try, and what does not work (any more)."""
    sources: tuple[str, ...]
    checked_on: str


_CHECKED = "2026-11-22"

#: Slug → provider.
PROVIDERS: Mapping[str, Provider] = {
    "gmail": Provider(
        name="Gmail and Google Workspace",
        host="smtp.gmail.com",
        port=465,
        security=Security.TLS,
        imap_host="imap.gmail.com",
        per_day=500,
        works="an app password of 16 letters, once 2-step verification is on; or an OAuth token",
        fails="the password of the Google account itself",
        sources=(
            "https://developers.google.com/gmail/imap/imap-smtp",
            "https://developer.nylas.com/ (Gmail SMTP settings, citing Google: 500 a day, Workspace 2,000)",
        ),
        checked_on=_CHECKED,
    ),
    "outlook": Provider(
        name="Outlook.com, Hotmail and Live, personal",
        host="smtp-mail.outlook.com",
        port=587,
        security=Security.STARTTLS,
        imap_host="outlook.office365.com",
        passwords=False,
        works="an OAuth token, printed by a command of yours",
        fails="passwords and app passwords, since 16 September 2024",
        sources=(
            "https://support.microsoft.com/office/pop-imap-and-smtp-settings-8361e398-8af4-4e97-b147-6c6c4ac95353",
            "https://techissuestoday.com/how-to-update-outlook-email-settings-to-avoid-losing-access-after-september-16/",
        ),
        checked_on=_CHECKED,
    ),
    "microsoft-365": Provider(
        name="Microsoft 365 for business",
        host="smtp.office365.com",
        port=587,
        security=Security.STARTTLS,
        imap_host="outlook.office365.com",
        works=(
            "an OAuth token; a password too where the administrator allows SMTP AUTH, which stays as it is"
            " until the end of December 2026"
        ),
        fails="passwords in new organisations; in the others they are off by default after December 2026",
        sources=(
            "Microsoft message MC786329, update of 27 January 2026 (https://mc.merill.net)",
            "https://developer.nylas.com/docs/cookbook/email/outlook-smtp-settings/",
        ),
        checked_on=_CHECKED,
    ),
    "fastmail": Provider(
        name="Fastmail",
        host="smtp.fastmail.com",
        port=465,
        security=Security.TLS,
        imap_host="imap.fastmail.com",
        works="an app password, made in its settings",
        fails="the password that you sign in with on its website",
        sources=("https://www.fastmail.com/help/technical/servernamesandports.html",),
        checked_on=_CHECKED,
    ),
    "icloud": Provider(
        name="iCloud Mail",
        host="smtp.mail.me.com",
        port=587,
        security=Security.STARTTLS,
        imap_host="imap.mail.me.com",
        works="an app-specific password, once two-factor authentication is on",
        fails="the password of the Apple account itself",
        # Apple's own page was not at hand: two others that agree, which is why no daily limit is taken from them.
        sources=(
            "https://meshworld.in/blog/devops/email/icloud-smtp-server (5 April 2026)",
            "https://postigo.net/smtp/icloud (January 2026)",
        ),
        checked_on=_CHECKED,
    ),
}
