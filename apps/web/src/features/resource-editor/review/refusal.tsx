import type { ErrorFacts } from "@pragma/contract";
import { Notice } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { editResourceHref, resourceHref } from "~/lib/hrefs.ts";

/** Why an apply is refused, with the server's details. */
export function Refusal({
  code,
  message,
  facts,
  newKey,
}: {
  code: string;
  message: string;
  facts: ErrorFacts;
  /** Of a resource that was to be created. */
  newKey: string | null;
}) {
  if (code === "precondition_failed" && newKey !== null) {
    return (
      <Notice tone="danger">
        {newKey} exists already. Choose another name, or{" "}
        <Link href={editResourceHref(newKey)} className="underline">
          edit it
        </Link>
        .
      </Notice>
    );
  }
  const related = [
    ...(code === "id_collision" && facts.resource_id ? [facts.resource_id] : []),
    ...(facts.missing_dependencies ?? []),
    ...(facts.not_ready_dependencies ?? []).map(({ id }) => id),
  ];
  return (
    <Notice tone="danger">
      <p>{message}</p>
      {facts.cycle ? (
        <ol aria-label="The cycle" className="mt-1 flex flex-wrap gap-x-1.5">
          {facts.cycle.map((id, index) => (
            // A cycle ends where it begins.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={index} className="flex gap-1.5">
              {index > 0 ? <span aria-hidden>→</span> : null}
              <ResourceById id={id} />
            </li>
          ))}
        </ol>
      ) : null}
      {related.length > 0 ? (
        <ul className="mt-1">
          {related.map((id) => (
            <li key={id}>
              <ResourceById id={id} />
            </li>
          ))}
        </ul>
      ) : null}
      {code === "change_in_flight" && facts.resource_id ? (
        <p className="mt-1">
          It is {facts.current_state}. Wait until it is ready or failed, or cancel it on{" "}
          <ResourceById id={facts.resource_id} name="its page" />.
        </p>
      ) : null}
    </Notice>
  );
}

/** Errors name resources by their internal id, which leads to their page as well. */
function ResourceById({ id, name }: { id: string; name?: string }) {
  return (
    <Link href={resourceHref(id)} className="break-all underline">
      {name ?? id.replace(/^resource:/, "")}
    </Link>
  );
}
