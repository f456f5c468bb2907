import { signOutAction } from "~/auth/actions/sign-out.ts";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";

/** For users signed in with an account other than the invited one. */
export function OtherAccount({
  token,
  invited,
  signedIn: { userId, email },
}: {
  token: string;
  invited: string;
  signedIn: { userId: string; email: string };
}) {
  return (
    <form action={signOutAction.bind(null, userId, `/invitations/${token}`)} className="flex flex-col gap-4">
      <Notice tone="warning">
        The invitation is for {invited}. You are signed in as {email}.
      </Notice>
      <Button type="submit" variant="primary">
        Sign out and use another account
      </Button>
    </form>
  );
}
