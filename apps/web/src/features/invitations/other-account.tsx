import { signOutToAction } from "~/auth/actions/sign-out-to.ts";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";

/** For users signed in with an account other than the invited one. */
export function OtherAccount({ token, invited, signedIn }: { token: string; invited: string; signedIn: string }) {
  return (
    <form action={signOutToAction} className="flex flex-col gap-4">
      <input type="hidden" name="next" value={`/invitations/${token}`} />
      <Notice tone="warning">
        The invitation is for {invited}. You are signed in as {signedIn}.
      </Notice>
      <Button type="submit" variant="primary">
        Sign out and use another account
      </Button>
    </form>
  );
}
