import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { INVITATION_COOKIE } from "~/auth/invitation-cookie.ts";
import { HOME } from "~/lib/organization-path.ts";
import { services } from "~/server/services.ts";

/**
 * Where an identity provider redirects to. A new account has joined on the way and goes on; an existing one still has
 * to accept.
 */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<never> {
  const { token } = await params;
  (await cookies()).delete(INVITATION_COOKIE);
  const { core, useCases } = services();
  const open = await useCases.getInvitation(core, token).then(
    () => true,
    (error: unknown) => {
      if (error instanceof useCases.DomainError) return false;
      throw error;
    },
  );
  redirect(open ? `/invitations/${encodeURIComponent(token)}` : HOME);
}
