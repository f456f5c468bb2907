import type { InvitationPreview } from "@pragma/contract";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { ROLE_WORDS, withArticle } from "~/lib/role-words.ts";

/** The organization, sender and role of an invitation. */
export function InvitationSummary({ invitation }: { invitation: InvitationPreview }) {
  const { organization_name, role, inviter_name, expires_at } = invitation;
  return (
    <div>
      <h1 className="text-lg font-semibold text-ink">Join {organization_name}</h1>
      <p className="mt-2 text-ink-soft">
        <strong className="font-medium text-ink">{inviter_name}</strong> invites you to{" "}
        <strong className="font-medium text-ink">{organization_name}</strong> as{" "}
        <strong className="font-medium text-ink">{withArticle(role)}</strong>. {ROLE_WORDS[role]}
      </p>
      <p className="mt-1 text-dense text-ink-faint">
        The invitation expires <RelativeTime iso={expires_at} upcoming />.
      </p>
    </div>
  );
}
