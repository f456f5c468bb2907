import type { Json } from "@pragma/contract";
import { MASK, referencesInText, resourceKey } from "@pragma/language";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { resourceHref } from "~/lib/hrefs.ts";
import { loadPart } from "~/lib/load-part.ts";

export interface ValueTextProps {
  value: Json;
  /** Strings are data, `${` included. */
  literal: boolean;
}

/** Longer texts are cut until all of them is asked for. */
const SHOWN_LENGTH = 600;

/** YAML code is large, and most values are texts and numbers. The server renders it, and the browser loads it after that. */
const YamlCode = dynamic(() => loadPart(() => import("./yaml-view.tsx")).then((file) => file.YamlCode), {
  loading: () => <Skeleton className="h-5" />,
});

/** One value of a table: a string as it is, with links for its references, anything else as YAML. */
export function ValueText({ value, literal }: ValueTextProps) {
  if (value === MASK) return <span className="text-ink-faint">{MASK}</span>;
  if (typeof value === "string") return <LongText text={value} literal={literal} />;
  // In the ink of a text: blue, it would look like a link.
  if (value === null || typeof value !== "object") {
    return <code className="font-mono text-dense">{String(value)}</code>;
  }
  return (
    // Its first line stands beside the name, whose lines are higher.
    <code className="block max-h-72 overflow-auto py-0.5 font-mono text-dense leading-5 whitespace-pre-wrap">
      <YamlCode value={value} literal={literal} />
    </code>
  );
}

function LongText({ text, literal }: { text: string; literal: boolean }) {
  const [whole, setWhole] = useState(false);
  if (text === "") return <span className="text-ink-faint">empty</span>;
  const shown = whole || text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`;
  return (
    <span className="font-mono text-dense whitespace-pre-wrap [overflow-wrap:anywhere]">
      {literal ? shown : <WithReferences text={shown} />}
      {shown === text ? null : (
        <Button size="small" variant="link" className="h-6 px-1.5 font-sans" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString("en")} characters
        </Button>
      )}
    </span>
  );
}

function WithReferences({ text }: { text: string }) {
  const references = referencesInText(text);
  return (
    <>
      {references.map(({ start, end, target }, index) => (
        <span key={start}>
          {text.slice(references[index - 1]?.end ?? 0, start)}
          <Link
            href={resourceHref(resourceKey(target))}
            prefetch={false}
            className="text-accent-text underline decoration-dotted underline-offset-2 hover:decoration-solid"
          >
            {text.slice(start, end)}
          </Link>
        </span>
      ))}
      {text.slice(references.at(-1)?.end ?? 0)}
    </>
  );
}
