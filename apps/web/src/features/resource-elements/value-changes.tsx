import { inputPath, readReferenceName, resourceKey } from "@pragma/language";
import { ArrowRight } from "lucide-react";
import { Fragment } from "react";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { resourceHref } from "~/lib/hrefs.ts";
import { type ShownChange, sideWords } from "./side-words.ts";

/** Values as they were and as they are, or will be, one path a line. */
export function ValueChanges({ changes }: { changes: readonly ShownChange[] }) {
  return (
    <dl aria-label="Changes" className="mt-2 overflow-hidden rounded-md border border-line font-mono text-xs">
      {changes.map((change) => (
        <div
          key={change.path}
          className="grid gap-x-3 gap-y-1 border-b border-line px-3 py-1.5 last:border-b-0 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)]"
        >
          <dt className="text-ink [overflow-wrap:anywhere]">
            {change.from ? inputPath(change.path) : change.path}
            {change.from ? <From references={change.from} /> : null}
          </dt>
          <dd className="flex min-w-0 flex-wrap self-start items-baseline gap-x-2 gap-y-1">
            <Side
              change={change}
              side="before"
              className="bg-failed-soft text-failed-text line-through decoration-failed/50"
            />
            <ArrowRight className="size-3 shrink-0 self-center text-ink-faint" aria-hidden />
            <Side change={change} side="after" className="bg-ready-soft text-ready-text" />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The references that a value is made of. */
function From({ references }: { references: readonly string[] }) {
  return (
    <span className="block text-ink-faint">
      from{" "}
      {references.map((text, index) => {
        const read = readReferenceName(text);
        return (
          <Fragment key={text}>
            {index === 0 ? null : ", "}
            {read ? <ReferenceLink {...read} /> : text}
          </Fragment>
        );
      })}
    </span>
  );
}

function ReferenceLink({ target, field }: NonNullable<ReturnType<typeof readReferenceName>>) {
  const key = resourceKey(target);
  return (
    <>
      <Link href={resourceHref(key)} prefetch={false} className="underline decoration-dotted underline-offset-2">
        {key}
      </Link>
      {field === null ? null : `.${field.text}`}
    </>
  );
}

function Side({ change, side, className }: { change: ShownChange; side: "before" | "after"; className: string }) {
  const { text, isValue } = sideWords(change, side);
  if (!isValue) return <span className="text-ink-faint [overflow-wrap:anywhere]">{text}</span>;
  return (
    <span
      className={cn(
        "max-h-40 max-w-full overflow-y-auto rounded px-1 whitespace-pre-wrap [overflow-wrap:anywhere]",
        className,
      )}
    >
      <span className="sr-only">{side} </span>
      {text}
    </span>
  );
}
