import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "~/lib/class-names.ts";

const variants = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-accent-ink hover:brightness-110",
        secondary: "border border-line-strong bg-surface text-ink hover:bg-sunken",
        ghost: "text-ink-soft hover:bg-sunken hover:text-ink",
        danger: "bg-danger text-danger-ink hover:brightness-110",
        dangerGhost: "text-danger-text hover:bg-danger-soft",
        link: "text-accent-text underline-offset-4 hover:underline",
      },
      size: {
        medium: "h-9 px-3.5 text-sm",
        small: "h-8 px-2.5 text-[0.8125rem]",
        // WCAG 2.5.8 asks for 24 px; fingers like more.
        icon: "size-9",
        smallIcon: "size-8",
      },
    },
    defaultVariants: { variant: "secondary", size: "medium" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof variants> {
  /** Gives the button's looks to its only child, such as a link. */
  asChild?: boolean;
  /** Its action is still running: it cannot be pressed again. */
  busy?: boolean;
}

export function Button({ className, variant, size, asChild, busy, disabled, children, ...props }: ButtonProps) {
  const classes = cn(variants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={classes} disabled={disabled || busy} aria-busy={busy || undefined} {...props}>
      {busy ? <LoaderCircle className="animate-spin" aria-hidden /> : null}
      {children}
    </button>
  );
}
