"use client";

import { type CreateInvitationInput, emailSchema, type Role, roleSchema } from "@pragma/contract";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";
import { Field, Input, Select } from "~/components/ui/field.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { SecretDialog } from "~/components/ui/secret-dialog.tsx";
import { SecretValue } from "~/components/ui/secret-value.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { ROLE_WORDS } from "~/lib/role-words.ts";
import { useTRPC, useTRPCClient } from "~/trpc/client.tsx";
import { errorMessage, fieldMessages } from "~/trpc/error-message.ts";
import { useSecretCall } from "~/trpc/use-secret-call.ts";
import { grantableRoles } from "./member-rules.ts";

/** Creates an invitation, and shows its link until the dialog closes. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [created, setCreated] = useState<{ url: string; expires_at: string } | null>(null);
  const creation = useSecretCall(
    (input: CreateInvitationInput) => client.invitations.create.mutate(input),
    ({ url, expires_at }) => {
      setCreated({ url, expires_at });
      void queryClient.invalidateQueries(trpc.invitations.pathFilter());
    },
  );
  if (created) {
    return (
      <SecretDialog
        noun="link"
        title="Invitation created"
        description="Send the link to the person you are inviting. It lets one person join, once, and is shown only now."
        onClose={onClose}
      >
        <div className="flex flex-col gap-3">
          <SecretValue label="Link" value={created.url} />
          <p className="text-ink-soft">
            Expires <RelativeTime iso={created.expires_at} upcoming />.
          </p>
        </div>
      </SecretDialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Invite someone"
      description="You get a link to send to them. Pragma sends no email."
    >
      <InviteForm
        busy={creation.busy}
        error={creation.error}
        onSubmit={(input) => void creation.call(input)}
        onCancel={onClose}
      />
    </Dialog>
  );
}

interface InviteFormProps {
  busy: boolean;
  error: unknown;
  onSubmit: (input: CreateInvitationInput) => void;
  onCancel: () => void;
}

function InviteForm({ busy, error, onSubmit, onCancel }: InviteFormProps) {
  const viewer = useViewer();
  const [role, setRole] = useState<Role>("member");
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const refused = fieldMessages(error);
  const malformed = email.trim() !== "" && !emailSchema.safeParse(email).success;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (malformed) return;
    onSubmit({ role, email: email.trim() === "" ? null : email.trim() });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Role" hint={ROLE_WORDS[role]}>
        {(control) => (
          <Select {...control} value={role} onChange={(event) => setRole(roleSchema.parse(event.target.value))}>
            {grantableRoles(viewer.role).map((grantable) => (
              <option key={grantable} value={grantable}>
                {grantable}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Email (optional)"
        hint="With an address, only that account can use the link. Without one, anyone who has the link can."
        error={tried && malformed ? "This is not an email address." : refused["email"]}
      >
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      {error !== null && Object.keys(refused).length === 0 ? (
        <Notice tone="danger">{errorMessage(error)}</Notice>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Create invitation
        </Button>
      </div>
    </form>
  );
}
