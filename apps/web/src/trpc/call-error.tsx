import { ErrorState } from "~/components/ui/states.tsx";
import { errorMessage, failedRequestId } from "./error-message.ts";

/** In place of what a call was to give: why it failed, and the id that the server's log knows it by. */
export function CallError({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return <ErrorState message={errorMessage(error)} requestId={failedRequestId(error)} onRetry={onRetry} />;
}
