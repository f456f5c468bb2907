import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";

/** Somebody deleted the resource while it was being edited: shows the options. */
export function Gone({ onCreate }: { onCreate: () => void }) {
  return (
    <Notice tone="danger" className="flex flex-wrap items-center justify-between gap-2">
      <span>Someone deleted this resource in the meantime. Your text is still here.</span>
      <Button size="small" onClick={onCreate}>
        Create it again
      </Button>
    </Notice>
  );
}
