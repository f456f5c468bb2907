import { unstable_rethrow } from "next/navigation";
import { signOutAction } from "~/auth/actions/sign-out.ts";
import { toast } from "~/lib/toast.ts";

/** Whether this page is being left for good: by signing out, or with the organization. */
let leaving = false;

/** Signs somebody out, or says that it did not work. Pending calls notice that the login has ended, and must not say so. */
export async function signOut(userId: string): Promise<void> {
  leaving = true;
  try {
    await signOutAction(userId);
  } catch (error) {
    // How an action that redirects ends.
    unstable_rethrow(error);
    leaving = false;
    toast.error("You are still signed in: the server did not respond. Try again in a moment.");
  }
}

/**
 * Marks a pending call that ends the right to view the page. Other calls may notice that before its answer arrives, and
 * must not ask to sign in again. The pages that are shown next take it back: leaving one for another loads no new
 * document.
 */
export function expectToLeave(expected: boolean): void {
  leaving = expected;
}

/** Whether calls may find that the login has ended because the page is being left. */
export function isLeaving(): boolean {
  return leaving;
}
