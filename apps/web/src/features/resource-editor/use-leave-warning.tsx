"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";

/**
 * Asks before an unsaved document is left, by a link or with the page. Render what it returns.
 * @param onLeave the document is given up
 */
export function useLeaveWarning(dirty: boolean, onLeave: () => void): ReactNode {
  const router = useRouter();
  const [target, setTarget] = useState<string | null>(null);

  useEffect(() => {
    if (!dirty) return;
    const onUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
    const onClick = (event: MouseEvent): void => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || (link.target !== "" && link.target !== "_self")) return;
      const url = new URL(link.href);
      const here = url.origin === location.origin && url.pathname === location.pathname;
      if (here || url.origin !== location.origin) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(url.pathname + url.search + url.hash);
    };
    window.addEventListener("beforeunload", onUnload);
    // Before the router sees the click.
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [dirty]);

  return (
    <Dialog
      open={target !== null}
      onOpenChange={(open) => {
        if (!open) setTarget(null);
      }}
      title="Leave without saving?"
      description="What you changed here is not saved and will be gone."
      footer={
        <>
          <Button
            variant="dangerGhost"
            onClick={() => {
              onLeave();
              if (target !== null) router.push(target);
            }}
          >
            Leave
          </Button>
          <Button variant="primary" onClick={() => setTarget(null)}>
            Keep editing
          </Button>
        </>
      }
    />
  );
}
