"use client";

import type { CreateTokenInput } from "@pragma/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "~/components/ui/dialog.tsx";
import type { Addresses } from "~/lib/packages.ts";
import { useTRPC, useTRPCClient } from "~/trpc/client.tsx";
import { useSecretCall } from "~/trpc/use-secret-call.ts";
import { CreatedTokenDialog } from "./created-token-dialog.tsx";
import { TokenForm } from "./token-form.tsx";

/** Asks for the token's settings, creates it, and shows its secret until the dialog closes. */
export function CreateTokenDialog({ addresses, onClose }: { addresses: Addresses; onClose: () => void }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [created, setCreated] = useState<{ name: string; secret: string } | null>(null);
  const creation = useSecretCall(
    (input: CreateTokenInput) => client.tokens.create.mutate(input),
    ({ name, token }) => {
      setCreated({ name, secret: token });
      void queryClient.invalidateQueries(trpc.tokens.pathFilter());
    },
  );
  if (created) return <CreatedTokenDialog {...created} addresses={addresses} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="New token"
      description="It acts in your name. If your role loses a permission, so does the token."
    >
      <TokenForm
        busy={creation.busy}
        error={creation.error}
        onSubmit={(input) => void creation.call(input)}
        onCancel={onClose}
      />
    </Dialog>
  );
}
