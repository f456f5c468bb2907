"use client";

import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { CodeBlock } from "~/components/ui/code-block.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { SecretValue } from "~/components/ui/secret-value.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { useTRPCClient } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { useSecretCall } from "~/trpc/use-secret-call.ts";

/** A token for 15 minutes, to try something by hand. Another one is easy to get, so leaving does not ask. */
export function SessionTokenDialog({ apiUrl, onClose }: { apiUrl: string; onClose: () => void }) {
  const client = useTRPCClient();
  const [session, setSession] = useState<{ token: string; expiresAt: string } | null>(null);
  const issue = useSecretCall(() => client.account.sessionToken.mutate(), setSession);
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Session token"
      description="A signed token (JWT) for trying the API by hand. It has all rights of your role in this organization, is valid for 15 minutes, and ends when you sign out. Programs use an API token instead."
      className="max-w-2xl"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="flex flex-col gap-4">
        {issue.error !== null ? <Notice tone="danger">{errorMessage(issue.error)}</Notice> : null}
        {session ? (
          <>
            <SecretValue label="Session token" value={session.token} />
            <p className="text-ink-soft">
              Expires <RelativeTime iso={session.expiresAt} upcoming />.
            </p>
            <CodeBlock
              code={`curl -H "Authorization: Bearer ${session.token}" ${apiUrl}/auth/me\n`}
              label="curl snippet"
            />
          </>
        ) : (
          <Button variant="primary" busy={issue.busy} className="self-start" onClick={() => void issue.call(undefined)}>
            Get a session token
          </Button>
        )}
      </div>
    </Dialog>
  );
}
