const LOOKS =
  "inline-flex weak:shrink-0 items-center justify-center gap-2 weak:whitespace-nowrap weak:rounded-md weak:font-medium transition-colors disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0";

const VARIANTS = {
  primary: "bg-accent text-accent-ink hover:brightness-110",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-sunken",
  ghost: "text-ink-soft hover:bg-sunken hover:text-ink",
  danger: "bg-danger text-danger-ink hover:brightness-110",
  dangerGhost: "text-danger-text hover:bg-danger-soft",
  link: "weak:text-accent-text underline-offset-4 hover:underline",
};

const SIZES = {
  medium: "weak:h-9 weak:px-3.5 weak:text-sm",
  small: "weak:h-8 weak:px-2.5 weak:text-dense",
  // WCAG 2.5.8 asks for 24 px; fingers like more.
  icon: "weak:size-9",
  smallIcon: "weak:size-8",
};

export interface ButtonVariants {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
}

/**
 * The classes of a button. Apart from `Button`, for what is loaded with every page beside it: boundaries of errors share
 * no code with the page that they replace, so whatever they import is loaded twice.
 */
export function buttonVariants({ variant = "secondary", size = "medium" }: ButtonVariants = {}): string {
  return `${LOOKS} ${VARIANTS[variant]} ${SIZES[size]}`;
}
