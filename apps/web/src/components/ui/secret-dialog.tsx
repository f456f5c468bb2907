"use client";

import { type ReactNode, useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Notice } from "./states.tsx";

export interface SecretDialogProps {
  /** The kind of secret, such as "token" or "link". */
  noun: string;
  title: ReactNode;
  description?: ReactNode;
  className?: string;
  /** The secret must be forgotten then. */
  onClose: () => void;
  children: ReactNode;
}

/** Shows what will never be shown again. Leaving asks, once, whether it was copied. */
export function SecretDialog({ noun, title, description, className, onClose, children }: SecretDialogProps) {
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
  const leave = (): void => (asking ? onClose() : setAsking(true));
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : leave())}
      title={title}
      description={description}
      className={className}
      footer={
        asking ? (
          <>
            <Button onClick={() => setAsking(false)}>Back to the {noun}</Button>
            <Button variant="primary" onClick={onClose}>
              I have copied it
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={leave}>
            Done
          </Button>
        )
      }
    >
      {asking ? (
        <Notice tone="warning" className="mb-4">
          Have you copied the {noun}? It cannot be shown again.
        </Notice>
      ) : null}
      {children}
    </Dialog>
  );
}
