import Link from "next/link";
import { joinWithProviderAction } from "~/auth/actions/join-with-provider.ts";
import type { SignInProvider } from "~/auth/providers.ts";
import { Button } from "~/components/ui/button.tsx";
import { NewAccountForm } from "./new-account-form.tsx";

export interface JoinFromOutsideProps {
  token: string;
  /** Whom the invitation is for; null for anyone with the link. */
  email: string | null;
  providers: readonly SignInProvider[];
}

/** For users who are not signed in: with an account elsewhere, a new one, or an existing one. */
export function JoinFromOutside({ token, email, providers }: JoinFromOutsideProps) {
  return (
    <>
      <NewAccountForm token={token} email={email} />
      {providers.length > 0 ? (
        <div className="flex flex-col gap-2 border-t border-line pt-4">
          {providers.map(({ id, name }) => (
            <form key={id} action={joinWithProviderAction}>
              <input type="hidden" name="provider" value={id} />
              <input type="hidden" name="token" value={token} />
              <Button type="submit" className="w-full">
                Continue with {name}
              </Button>
            </form>
          ))}
        </div>
      ) : null}
      <p className="border-t border-line pt-4 text-ink-soft">
        Already have an account?{" "}
        <Link
          href={`/login?next=${encodeURIComponent(`/invitations/${token}`)}`}
          className="font-medium text-accent-text underline underline-offset-4"
        >
          Sign in
        </Link>
      </p>
    </>
  );
}
