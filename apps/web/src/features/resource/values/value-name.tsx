import { formatPath, type Path } from "@pragma/language";
import { cn } from "~/lib/class-names.ts";

/**
 * The head of a row: where its value is.
 * @param isNarrow it takes no more room than it needs, for values of two columns
 */
export function ValueName({ path, isNarrow = false }: { path: Path; isNarrow?: boolean }) {
  return (
    <th
      scope="row"
      className="w-px border-t border-line px-4 py-2 text-left align-top font-mono text-dense font-medium text-ink"
    >
      <span
        className={cn(
          "block w-24 leading-6 [overflow-wrap:anywhere]",
          isNarrow ? "sm:w-max sm:max-w-44 sm:min-w-20" : "sm:w-44",
        )}
      >
        {formatPath(path)}
      </span>
    </th>
  );
}
