"use client";

import { signOutAction } from "~/auth/actions/sign-out.ts";
import { Button } from "~/components/ui/button.tsx";

export function SignOutButton() {
  return (
    <form action={signOutAction}>
      <Button type="submit" variant="ghost">
        Sign out
      </Button>
    </form>
  );
}
