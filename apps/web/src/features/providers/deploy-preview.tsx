import {
  type BrokenGroup,
  breakWords,
  brokenKeys,
  mayBreakMore,
  schemaChangeWords,
  typeChangeWords,
} from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";

type DeploymentPreview = RouterOutputs["providers"]["previewDeployment"];
type TypeChange = DeploymentPreview["types"][number];

/** Resources that break for one reason: shown at first, and more with each press. */
const SHOWN = 100;

/** Effects of a deployment: what breaks and why, and how the types differ from those that serve. */
export function DeployPreview({ preview }: { preview: DeploymentPreview }) {
  const { serving, types, breaks } = preview;
  const more = mayBreakMore(preview);
  return (
    <div className="flex flex-col gap-4">
      {breaks.length > 0 ? (
        <section aria-label="What breaks" className="flex flex-col gap-2">
          {breaks.map((group) => (
            <Breaks key={`${group.type} ${group.reason}`} group={group} isOpen={breaks.length === 1} />
          ))}
          {more === null ? null : <p className="text-dense text-ink-soft">{more}</p>}
        </section>
      ) : null}
      {serving === null ? null : <Types types={types} serving={serving} breaks={breaks.length} />}
    </div>
  );
}

function Breaks({ group, isOpen }: { group: BrokenGroup; isOpen: boolean }) {
  const [shown, setShown] = useState(SHOWN);
  const keys = brokenKeys(group);
  const rest = keys.length - shown;
  return (
    <details open={isOpen} className="rounded-md border border-line">
      <summary className="px-3 py-2 text-sm font-medium text-danger-text [overflow-wrap:anywhere]">
        {breakWords(group)}
      </summary>
      <ul className="max-h-48 scroll-py-1.5 overflow-y-auto border-t border-line px-3 py-1.5">
        {keys.slice(0, shown).map((key) => (
          <li key={key} className="py-0.5">
            <ResourceLink resourceKey={key} />
          </li>
        ))}
        {rest > 0 ? (
          <li className="py-0.5">
            <Button size="small" variant="ghost" onClick={() => setShown(shown + SHOWN)}>
              Show more ({rest.toLocaleString("en")})
            </Button>
          </li>
        ) : null}
      </ul>
    </details>
  );
}

function Types({ types, serving, breaks }: { types: readonly TypeChange[]; serving: string; breaks: number }) {
  if (types.length === 0) {
    return <p className="text-ink-soft">Its types ask for the same as those of {serving}.</p>;
  }
  return (
    <section aria-label="Differences of the types">
      <h3 className="mb-1 text-sm font-medium text-ink">
        {breaks === 0 ? "No resource breaks. " : null}Types, compared with {serving}
      </h3>
      <ul className="flex flex-col gap-2">
        {types.map((type) => (
          <li key={type.type} className="min-w-0">
            <p className="font-mono text-dense [overflow-wrap:anywhere] text-ink">{typeChangeWords(type)}</p>
            <ul className="mt-0.5 border-l border-line pl-3">
              {type.changes.map((change) => (
                <li key={change.path} className="py-0.5 text-dense [overflow-wrap:anywhere] text-ink-soft">
                  <Sign change={change.change} />
                  <code className="font-mono text-ink">{change.path}</code> {schemaChangeWords(change)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

const SIGNS: Record<TypeChange["change"], { sign: string; className: string }> = {
  added: { sign: "+", className: "text-ready-text" },
  removed: { sign: "−", className: "text-failed-text" },
  changed: { sign: "~", className: "text-ink-faint" },
};

function Sign({ change }: { change: TypeChange["change"] }) {
  const { sign, className } = SIGNS[change];
  return (
    <span aria-hidden className={`mr-1.5 inline-block w-2 font-mono ${className}`}>
      {sign}
    </span>
  );
}
