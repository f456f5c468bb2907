import { MAX_CHANGE_ITEMS } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ClipboardList } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { CodeBlock } from "~/components/ui/code-block.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { useLeadToPlan } from "~/features/changes/use-lead-to-plan.ts";
import { Link } from "~/features/shell/link.tsx";
import { newChangeHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { adoptedText, adoptionInput } from "./adopted-documents.ts";
import { nameFault } from "./name-fault.ts";
import type { Search } from "./use-discovery.ts";
import type { Chosen } from "./use-selection.ts";

/** The documents of what was chosen, and the way to their plan. */
export function AdoptionPlan({ search, chosen }: { search: Search; chosen: readonly Chosen[] }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const leadTo = useLeadToPlan();
  const { mutate, isPending, error } = useMutation(
    trpc.changes.plan.mutationOptions({
      // Not kept: the documents may have secrets.
      gcTime: 0,
      onSuccess: ({ id }) => leadTo(id),
      onSettled: () => void queryClient.invalidateQueries(trpc.changes.pathFilter()),
    }),
  );
  const text = adoptedText(search, chosen);
  const reason = whyNot(chosen);
  return (
    <>
      {error ? <Notice tone="danger">{errorMessage(error)}</Notice> : null}
      {chosen.length === 0 ? null : (
        <details className="rounded-lg border border-line bg-surface">
          <summary className="cursor-pointer px-4 py-3 font-medium text-ink">Documents (YAML)</summary>
          <div className="flex flex-col gap-3 border-t border-line p-4">
            <p className="text-ink-soft">
              Secrets are left out. To edit the documents, copy them to a{" "}
              <Link href={newChangeHref()} className="text-accent-text underline underline-offset-4">
                new change
              </Link>
              .
            </p>
            <CodeBlock code={text} label="Documents" />
          </div>
        </details>
      )}
      <div className="sticky bottom-[var(--banner-room,0px)] flex flex-wrap items-center justify-end gap-3 border-t border-line bg-canvas py-3">
        <p role="status" className="text-dense text-ink-soft">
          {reason ?? `${chosen.length.toLocaleString("en")} to take over`}
        </p>
        <Button
          variant="primary"
          busy={isPending}
          disabled={reason !== null}
          onClick={() => mutate(adoptionInput(text))}
        >
          <ClipboardList aria-hidden /> Plan
        </Button>
      </div>
    </>
  );
}

/** Why nothing can be planned; null if it can. */
function whyNot(chosen: readonly Chosen[]): string | null {
  if (chosen.length === 0) return "Tick what to take over";
  if (chosen.length > MAX_CHANGE_ITEMS)
    return `A change has at most ${MAX_CHANGE_ITEMS.toLocaleString("en")} resources`;
  const names = new Map(chosen.map(({ candidate, name }) => [candidate.identity, name]));
  const nameOf = (identity: string): string => names.get(identity) ?? "";
  const isFaulty = chosen.some(({ candidate }) => nameFault(candidate.identity, { chosen, nameOf }) !== null);
  return isFaulty ? "Fix the names first" : null;
}
