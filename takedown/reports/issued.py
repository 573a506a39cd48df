"""What a person or a script learns after `generate` and `sign`, and before signing."""

from typing import TYPE_CHECKING, Any

from takedown.issuing import Generation, Issued
from takedown.notice import Kind
from takedown.plan import NoticePlan
from takedown.reports.exhibits import appended
from takedown.reports.plan import DEMO, about, lower_title, scope, title, totals_lines
from takedown.reports.words import counted, fields, listed, page, wrapped

if TYPE_CHECKING:
    from takedown.signing import Signable

_FILES = {
    "notice.pdf": "pdf",
    "notice.txt": "txt",
    "english.txt": "english",
    "notice.json": "json",
    "items.csv": "items",
    "notice.eml": "eml",
    "ticket.txt": "ticket",
    "steps.txt": "steps",
}


def generation_json(generation: Generation, plan: NoticePlan) -> str:
    """Write what was made; paths are relative to the workspace."""
    from takedown.reports.as_json import document, omission_json, totals_json

    return document(
        notices=[issued_json(item) for item in generation.issued],
        restore_kits=[kit.folder for kit in generation.kits if kit.restored],
        superseded=list(generation.superseded),
        omissions=[omission_json(omission) for omission in plan.omissions],
        totals=totals_json(plan.totals),
    )


def issued_json(item: Issued) -> dict[str, Any]:
    """Lay out one notice of a run, as all commands that write notices do."""
    notice = item.notice
    return {
        "id": notice.id,
        "case": notice.case,
        "kind": notice.kind.value,
        "in_reply_to": notice.in_reply_to,
        "recipient": {
            "desk": notice.recipient.desk,
            "name": notice.recipient.name,
            "email": notice.recipient.email,
        },
        "folder": item.folder,
        "files": {key: f"{item.folder}/{name}" for name, key in _FILES.items() if name in item.files},
        "more_files": [f"{item.folder}/{name}" for name in item.files if name not in _FILES],
        "document_sha256": item.document_sha256,
        "signed": item.signed,
        "written": item.written,
        "edited": list(item.edited),
    }


def plain_generation(generation: Generation, plan: NoticePlan) -> str:
    """Say of each notice whether it was written, where it is, and what comes next."""
    lines = written_lines(generation)
    if not lines:
        lines.append("There is nothing to write.")
    return page([*lines, "", *totals_lines(plan), *_next(generation)])


def written_lines(generation: Generation) -> list[str]:
    """Say of each notice of a run what became of it, and what was restored, kept for the way back, and set aside."""
    lines: list[str] = [DEMO, ""] if any(item.notice.demo for item in generation.issued) else []
    for item in generation.issued:
        notice = item.notice
        lines.extend(wrapped(f"{_done(item)}: {lower_title(notice)}, {about(notice)}"))
        lines.append(f"  {item.folder}")
        if item.unsigned:
            lines.extend(
                wrapped(
                    "It was signed. It says something else now, so that signature no longer counts: read it and sign "
                    "again. If you already handed the old one over, record that first: takedown record submitted "
                    f"{notice.id}",
                    first="  ! ",
                )
            )
    for kept in generation.kept:
        if kept.restored:
            lines.extend(wrapped(f"Restored: {', '.join(kept.restored)} in {kept.folder}"))
    for kit in generation.kits:
        if kit.restored:
            lines.extend(wrapped(f"For the way back, should you want one: {kit.folder}"))
    if generation.superseded:
        lines.extend(
            wrapped(
                f"Set aside: {counted(len(generation.superseded), 'notice')} that nobody needs any more "
                f"({', '.join(generation.superseded)}), now in the folder superseded/. Do not hand them over."
            )
        )
    return lines


def _done(item: Issued) -> str:
    if item.edited:
        return "Left alone, because it was edited"
    if item.restored:
        return "Restored, what was missing of it"
    if item.written:
        return "Signed" if item.signed else "Written"
    return "Unchanged, signed" if item.signed else "Unchanged"


def _next(generation: Generation) -> list[str]:
    unsigned = [item for item in generation.issued if not item.signed and not item.notice.waits]
    if unsigned:
        return [f"Next: takedown preview {unsigned[0].notice.id}, then takedown sign"]
    signed = [item for item in generation.issued if item.signed]
    if signed:
        first = signed[0].notice.id
        if signed[0].notice.kind is Kind.PUBLIC_STATEMENT:
            return [
                f"Next: do as steps.txt says (takedown preview {first} --steps),",
                f"      then takedown record submitted {first}",
            ]
        by_mail = any(item.notice.recipient.email for item in signed)
        return [
            "Next: takedown outbox walk leads you through forms, accounts and post, and records it"
            + ("," if by_mail else ""),
            *(["      takedown send shows what would go by email"] if by_mail else []),
        ]
    return []


def plain_preview(parts: dict[str, str]) -> str:
    """Show files one below the other, each under its name; a single one stands alone."""
    if len(parts) == 1:
        return next(iter(parts.values()))
    return "\n".join(f"――― {name} ―――\n\n{text}" for name, text in parts.items())


def plain_signable(items: "list[Signable]") -> str:
    """Show what is signed: to whom, what, where, and what the signature declares."""
    lines = [f"You sign {counted(len(items), 'notice')}:", ""]
    for item in items:
        notice = item.notice
        lines.extend(wrapped(f"{title(notice)}  {notice.id}"))
        lines.extend(
            fields(
                (
                    ("for", notice.principal),
                    ("about", about(notice)),
                    ("on", listed(platform.name for platform in notice.platforms)),
                    ("where", scope(notice)),
                    ("you say", item.says),
                    ("appends", appended(notice)),
                    ("document", item.document_sha256[:12]),
                )
            )
        )
        lines.append("")
    return page(lines)
