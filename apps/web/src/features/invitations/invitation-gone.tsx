import Link from "next/link";
import { Button } from "~/components/ui/button.tsx";
import { HOME } from "~/lib/organization-path.ts";

/** The same whether it is unknown, used, revoked or over. */
export function InvitationGone({ signedIn }: { signedIn: boolean }) {
  return (
    <div className="flex flex-col items-start gap-4">
      <div>
        <h1 className="text-lg font-semibold text-ink">This invitation does not hold</h1>
        <p className="mt-2 text-ink-soft">
          It was used, revoked, or is over. Ask whoever sent it to you for another one.
        </p>
      </div>
      <Button asChild>
        <Link href={signedIn ? HOME : "/login"}>{signedIn ? "Go to the overview" : "Sign in"}</Link>
      </Button>
    </div>
  );
}
