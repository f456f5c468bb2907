import { unstable_rethrow } from "next/navigation";
import { signOutAction } from "~/auth/actions/sign-out.ts";
import { toast } from "~/lib/toast.ts";

/** Whether this page is being left for good: by signing out, or with the organization. */
let leaving = false;

/**
 * Signs somebody out, or says that it did not work. Pending calls notice that the login has ended, and must not lead the next
 * user to the page that was open.
 */
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
 * must not lead back to the page. The pages that are shown next take it back: leaving one for another loads no new
 * document.
 */
export function expectToLeave(expected: boolean): void {
  leaving = expected;
}

/** Leaves for the login page, which leads back to the current page. */
export function leadToSignIn(): void {
  if (leaving) return;
  const { pathname, search } = window.location;
  window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
}
