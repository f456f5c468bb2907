import Link from "next/link";
import { Button } from "~/components/ui/button.tsx";
import { HOME } from "~/lib/organization-path.ts";

/** The same whether it is unknown, used, revoked or expired. */
export function InvitationGone({ signedIn }: { signedIn: boolean }) {
  return (
    <div className="flex flex-col items-start gap-4">
      <div>
        <h1 className="text-lg font-semibold text-ink">This invitation is not valid</h1>
        <p className="mt-2 text-ink-soft">
          It was used or revoked, or it has expired. Ask the person who sent it for a new one.
        </p>
      </div>
      <Button asChild>
        <Link href={signedIn ? HOME : "/login"}>{signedIn ? "Go to the overview" : "Sign in"}</Link>
      </Button>
    </div>
  );
}
