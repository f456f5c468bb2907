"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Dialog } from "~/components/ui/dialog.tsx";
import { refuseToLeave } from "~/lib/leave-request.ts";

/** How the page would be left, and, for the Back button, which has left it by then, how to stay. */
interface Departure {
  go: () => void;
  stay?: () => void;
}

/**
 * Asks before the user leaves an unsaved document: by a link, by code, the Back button or closing the page.
 * @param onLeave the document is given up
 */
export function useLeaveWarning(
  dirty: boolean,
  onLeave: () => void,
): {
  /** To be rendered. */
  warning: ReactNode;
  /** Asks whether to go back, after the editor's own entries of the history have been left (useHistorySteps). */
  askToGoBack: () => void;
} {
  const router = useRouter();
  const [departure, setDeparture] = useState<Departure | null>(null);

  useEffect(() => {
    if (!dirty) return;
    const onUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
    const onClick = (event: MouseEvent): void => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || (link.target !== "" && link.target !== "_self")) return;
      const url = new URL(link.href);
      if (url.origin !== location.origin) return;
      // Another search is another document: a new resource has its type in it.
      if (url.pathname === location.pathname && url.search === location.search) return;
      event.preventDefault();
      event.stopPropagation();
      setDeparture({ go: () => router.push(url.pathname + url.search + url.hash) });
    };
    const allowToLeave = refuseToLeave((go) => setDeparture({ go }));
    window.addEventListener("beforeunload", onUnload);
    // Before the router sees the click.
    document.addEventListener("click", onClick, true);
    return () => {
      allowToLeave();
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [dirty, router]);

  const keep = (): void => {
    departure?.stay?.();
    setDeparture(null);
  };
  const leave = (): void => {
    onLeave();
    departure?.go();
    setDeparture(null);
  };
  const warning = (
    <Dialog
      open={departure !== null}
      onOpenChange={(open) => {
        if (!open) keep();
      }}
      title="Leave without saving?"
      description="Your changes are not saved and will be lost."
      footer={
        <>
          <Button variant="dangerGhost" onClick={leave}>
            Leave
          </Button>
          <Button variant="primary" onClick={keep}>
            Keep editing
          </Button>
        </>
      }
    />
  );
  return { warning, askToGoBack: () => setDeparture({ go: () => history.back(), stay: () => history.forward() }) };
}
