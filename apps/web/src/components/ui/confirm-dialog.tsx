"use client";

import { type ReactNode, useId } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** The action as verb and object, such as "Revoke token". */
  action: string;
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  onConfirm: () => void;
  /** Why the last attempt failed. */
  error?: string | null;
  className?: string;
  /** Another way out, apart from these two. */
  alternative?: ReactNode;
  /** A question to answer first; it stays in view with the buttons, however long the rest is. */
  question?: ReactNode;
  /** Why the action is disabled. */
  reason?: string | null;
  children?: ReactNode;
}

/** Asks before something that cannot be undone. It stays open until its owner closes it, so that an error is seen. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, className, action, danger, busy, disabled, onConfirm, error } = props;
  const reasonId = useId();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      className={className}
      footer={
        <>
          {props.question ? <div className="w-full pb-1">{props.question}</div> : null}
          {disabled && props.reason ? (
            <p id={reasonId} className="w-full text-right text-dense text-ink-soft">
              {props.reason}
            </p>
          ) : null}
          {props.alternative ? <div className="mr-auto">{props.alternative}</div> : null}
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant={danger ? "danger" : "primary"}
            busy={busy ?? false}
            disabled={disabled}
            aria-describedby={disabled && props.reason ? reasonId : undefined}
            onClick={onConfirm}
          >
            {action}
          </Button>
        </>
      }
    >
      {props.children}
      {error ? (
        <p role="alert" className="mt-3 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger-text">
          {error}
        </p>
      ) : null}
    </Dialog>
  );
}
