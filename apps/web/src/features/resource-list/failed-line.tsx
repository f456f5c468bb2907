import { LoaderCircle } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { WideLine, type WideLineProps } from "./wide-line.tsx";

interface FailedLineProps extends WideLineProps {
  /** There are rows before it. */
  isMore: boolean;
  /** They are read once more. */
  busy: boolean;
  onRetry: () => void;
}

/** In place of rows that could not be loaded. */
export function FailedLine({ isMore, busy, onRetry, ...line }: FailedLineProps) {
  return (
    <WideLine {...line}>
      <p role="alert" className="flex h-full items-center gap-3 pl-14 text-danger-text">
        {busy ? "Trying again…" : `${isMore ? "More resources" : "These resources"} could not be loaded.`}
        {/* Not disabled: it would lose the focus. */}
        <Button size="small" data-row-link={line.index} aria-busy={busy || undefined} onClick={onRetry}>
          {busy ? <LoaderCircle className="animate-spin" aria-hidden /> : null}
          Try again
        </Button>
      </p>
    </WideLine>
  );
}
