import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "~/lib/class-names.ts";

const CONTROL =
  "weak:w-full rounded-md border border-line-strong bg-surface px-3 weak:text-sm text-ink placeholder:text-ink-faint placeholder-shown:text-ellipsis disabled:opacity-60 aria-invalid:border-danger";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(CONTROL, "weak:h-9", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(CONTROL, "weak:min-h-20 weak:py-2", className)} {...props} />;
}

export function Select({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(CONTROL, "weak:h-9 pr-8", className)} {...props} />;
}

const CHECKBOX = [
  "grid size-4 shrink-0 appearance-none place-content-center rounded-sm border border-ink-faint bg-surface",
  "before:size-2.5 before:scale-0 before:bg-accent-ink before:[clip-path:polygon(14%_44%,0_65%,50%_100%,100%_16%,80%_0,43%_62%)]",
  "checked:border-accent checked:bg-accent checked:before:scale-100",
  "indeterminate:border-accent indeterminate:bg-accent indeterminate:before:scale-100 indeterminate:before:[clip-path:inset(40%_0)]",
  "disabled:opacity-60 forced-colors:appearance-auto",
];

/** In the colors of the theme: the system's own is grey in the dark. */
export function Checkbox({ className, ...props }: Omit<ComponentProps<"input">, "type">) {
  return <input type="checkbox" className={cn(CHECKBOX, className)} {...props} />;
}

/** Attributes by which screen readers find a control in a field. */
export interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  required: true | undefined;
}

export interface FieldProps {
  /** Id of the control, if a link leads to it; generated otherwise. */
  id?: string;
  label: ReactNode;
  /** A hint below the label. */
  hint?: ReactNode;
  /** The error of the value. It is read out when it appears. */
  error?: string | null | undefined;
  required?: boolean;
  /** The label is for screen readers only. */
  labelHidden?: boolean;
  className?: string;
  children: (control: FieldControl) => ReactNode;
}

/** A labelled control with its hint and its error. */
export function Field({ id: given, label, hint, error, required, labelHidden, className, children }: FieldProps) {
  const made = useId();
  const id = given ?? made;
  const describedBy = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <label
        htmlFor={id}
        className={cn(
          "text-sm font-medium text-ink",
          labelHidden && "sr-only",
          // The star is only visual: in the text it would be part of the label.
          required && "after:ml-0.5 after:text-danger-text after:content-['*'_/_'']",
        )}
      >
        {label}
      </label>
      {hint ? (
        <div id={`${id}-hint`} className="text-dense text-ink-faint">
          {hint}
        </div>
      ) : null}
      {children({
        id,
        "aria-describedby": describedBy === "" ? undefined : describedBy,
        "aria-invalid": error ? true : undefined,
        required: required || undefined,
      })}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-dense text-danger-text">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** A checkbox with its label beside it; both can be clicked. */
export function LabelledCheckbox({
  label,
  className,
  ...props
}: Omit<ComponentProps<"input">, "type"> & { label: ReactNode }) {
  const id = useId();
  return (
    <div className={cn("flex items-center gap-2.5", className)}>
      <Checkbox id={id} {...props} />
      <label htmlFor={id} className="text-ink-soft">
        {label}
      </label>
    </div>
  );
}
