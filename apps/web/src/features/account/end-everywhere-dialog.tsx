"use client";

import { useMutation } from "@tanstack/react-query";
import { signOutAction } from "~/auth/actions/sign-out.ts";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { usePerson } from "~/features/shell/person.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

export function EndEverywhereDialog({ onClose }: { onClose: () => void }) {
  const { userId } = usePerson();
  const end = useMutation(
    useTRPC().account.logins.endEverywhere.mutationOptions({
      // This browser's login has ended with the others; its cookie goes, too.
      onSuccess: () => signOutAction(userId),
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Sign out everywhere?"
      description="This signs you out of all browsers, including this one. Session tokens end too; API tokens stay valid."
      action="Sign out everywhere"
      danger
      busy={end.isPending || end.isSuccess}
      error={end.error ? errorMessage(end.error) : null}
      onConfirm={() => end.mutate()}
    />
  );
}
