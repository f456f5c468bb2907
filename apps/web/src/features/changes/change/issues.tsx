import type { ValidationIssue } from "@pragma/contract";
import { Button } from "~/components/ui/button.tsx";
import { LinkedText } from "~/features/resource/linked-text.tsx";
import { placeWords } from "./place-words.ts";

/**
 * Why something is refused, by document and field.
 * @param onGo leads to the place in the documents, where they are shown
 */
export function Issues({
  issues,
  onGo,
}: {
  issues: readonly ValidationIssue[];
  onGo: ((loc: readonly (string | number)[]) => void) | undefined;
}) {
  if (issues.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-col gap-0.5 text-[0.8125rem] text-danger-text">
      {issues.map(({ loc, msg, type }) => {
        const place = placeWords(loc);
        return (
          <li key={`${place} ${type} ${msg}`} className="[overflow-wrap:anywhere]">
            {onGo && loc[0] === "documents" ? (
              <Button
                variant="link"
                size="small"
                className="h-auto min-h-6 whitespace-normal px-0 py-0 text-left font-normal text-danger-text underline"
                onClick={() => onGo(loc)}
              >
                {place}
              </Button>
            ) : (
              <span className="font-medium">{place}</span>
            )}
            : <LinkedText text={msg} />
          </li>
        );
      })}
    </ul>
  );
}
