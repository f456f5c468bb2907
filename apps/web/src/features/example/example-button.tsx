"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "~/components/ui/button.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { changeHref } from "~/lib/hrefs.ts";
import { toast } from "~/lib/toast.ts";
import { useTRPC, useTRPCClient } from "~/trpc/client.tsx";
import { exampleChange } from "./example-change.ts";

/** Applies the example here as one change, and leads to its run. What cannot be applied is shown as the plan it is. */
export function ExampleButton({ size = "medium" }: { size?: "medium" | "small" }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const path = useOrganizationPath();
  const apply = useMutation({
    mutationFn: async () => {
      const change = exampleChange();
      const { counts, basis } = await client.changes.preview.mutate(change);
      const plan = await client.changes.plan.mutate({
        ...change,
        basis,
        ...(counts.refuse === 0 ? { apply: true } : {}),
      });
      return plan.id;
    },
    onSuccess: (id) => router.push(path(changeHref(id))),
    onError: (refusal) => toast.error(refusal.message),
    onSettled: () => void queryClient.invalidateQueries(trpc.changes.pathFilter()),
  });
  return (
    <Button size={size} busy={apply.isPending || apply.isSuccess} onClick={() => apply.mutate()}>
      {apply.isPending || apply.isSuccess ? null : <FlaskConical aria-hidden />} Apply the example
    </Button>
  );
}
