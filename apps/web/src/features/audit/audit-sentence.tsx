import { type AuditEntry, actorWords } from "@pragma/contract";
import { ChangeLink } from "~/features/changes/change-link.tsx";
import { Link } from "~/features/shell/link.tsx";
import { readableId } from "~/lib/readable-id.ts";
import { actionWords, targetName } from "./audit-words.ts";
import { targetHref } from "./target-href.ts";

/** An entry as a sentence: who did what to what, with a link to the page of that. */
export function AuditSentence({ entry }: { entry: AuditEntry }) {
  const { actor } = entry;
  const { before, namesTarget, after } = actionWords(entry);
  return (
    <span className="text-ink-soft [overflow-wrap:anywhere]">
      <span className="text-ink" title={`${actor.type} ${actor.id}`}>
        {actorWords(actor)}
      </span>{" "}
      {before}
      {namesTarget ? <Target entry={entry} /> : null}
      {after}
    </span>
  );
}

function Target({ entry }: { entry: AuditEntry }) {
  const { action, target } = entry;
  if (action.startsWith("change.")) return <ChangeLink id={target} words={target.slice(0, 8)} className="underline" />;
  const href = targetHref(entry);
  const name = readableId(targetName(entry));
  if (href === null) return <span className="text-ink">{name}</span>;
  return (
    <Link href={href} prefetch={false} className="text-accent-text underline underline-offset-4">
      {name}
    </Link>
  );
}
