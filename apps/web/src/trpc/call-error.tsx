import { ErrorState } from "~/components/ui/states.tsx";
import { errorMessage, failedRequestId } from "./error-message.ts";

/** Shown in place of a call's result: why it failed, and its id in the server's log. */
export function CallError({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return <ErrorState message={errorMessage(error)} requestId={failedRequestId(error)} onRetry={onRetry} />;
}
