"use client";

import { signOutAction } from "~/auth/actions/sign-out.ts";
import { Button } from "~/components/ui/button.tsx";

/** Signs somebody out. */
export function SignOutButton({ userId }: { userId: string }) {
  return (
    <form action={signOutAction.bind(null, userId, null)}>
      <Button type="submit" variant="ghost">
        Sign out
      </Button>
    </form>
  );
}
