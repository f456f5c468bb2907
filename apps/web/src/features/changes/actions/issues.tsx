import type { ValidationIssue } from "@pragma/contract";
import { use } from "react";
import { Button } from "~/components/ui/button.tsx";
import { LinkedText } from "~/features/resource-elements/linked-text.tsx";
import { IssuePlacesContext } from "./issue-places.ts";
import { afterPlace } from "./place-words.ts";

/** Why something is refused, by document and field. */
export function Issues({ issues }: { issues: readonly ValidationIssue[] }) {
  const { words } = use(IssuePlacesContext);
  if (issues.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-col gap-0.5 text-dense text-danger-text">
      {issues.map(({ loc, msg, type }) => {
        const place = words(loc);
        return (
          <li key={`${loc.join(".")} ${type} ${msg}`} className="[overflow-wrap:anywhere]">
            {place === null ? null : <Place loc={loc} name={place} />}
            <LinkedText text={place === null ? msg : afterPlace(place, msg)} />
          </li>
        );
      })}
    </ul>
  );
}

/** Leads to a document, where that is shown. */
function Place({ loc, name }: { loc: ValidationIssue["loc"]; name: string }) {
  const { go } = use(IssuePlacesContext);
  if (!go || loc[0] !== "documents") return <span className="font-medium">{name}</span>;
  return (
    <Button
      variant="link"
      size="small"
      className="h-auto min-h-6 whitespace-normal px-0 py-0 text-left font-normal text-danger-text underline"
      onClick={() => go(loc)}
    >
      {name}
    </Button>
  );
}
