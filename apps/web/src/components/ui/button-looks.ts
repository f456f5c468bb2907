const LOOKS =
  "inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0";

const VARIANTS = {
  primary: "bg-accent text-accent-ink hover:brightness-110",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-sunken",
  ghost: "text-ink-soft hover:bg-sunken hover:text-ink",
  danger: "bg-danger text-danger-ink hover:brightness-110",
  dangerGhost: "text-danger-text hover:bg-danger-soft",
  link: "text-accent-text underline-offset-4 hover:underline",
};

const SIZES = {
  medium: "h-9 px-3.5 text-sm",
  small: "h-8 px-2.5 text-dense",
  // WCAG 2.5.8 asks for 24 px; fingers like more.
  icon: "size-9",
  smallIcon: "size-8",
};

export interface ButtonLooks {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
}

/**
 * The classes of a button. Apart from `Button`, for what is loaded with every page beside it: boundaries of errors share
 * no code with the page that they replace, so whatever they import is loaded twice.
 */
export function buttonLooks({ variant = "secondary", size = "medium" }: ButtonLooks = {}): string {
  return `${LOOKS} ${VARIANTS[variant]} ${SIZES[size]}`;
}
