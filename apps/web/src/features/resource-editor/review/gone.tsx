import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";

/** The resource was deleted by somebody while it is edited, and the way on. */
export function Gone({ busy, onCreate }: { busy: boolean; onCreate: () => void }) {
  return (
    <Notice tone="danger" className="flex flex-wrap items-center justify-between gap-2">
      <span>Someone deleted this resource in the meantime. Your text is still here.</span>
      <Button size="small" busy={busy} onClick={onCreate}>
        {" "}
        Create it again
      </Button>
    </Notice>
  );
}
