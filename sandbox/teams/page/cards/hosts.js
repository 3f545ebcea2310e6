// How Teams draws cards. Sizes and structure follow Microsoft's host configuration for Teams
// (microsoft/AdaptiveCards, MIT); colors are variables, so that light and dark need no redrawing.

const color = (name) => ({ default: `var(--ac-${name})`, subtle: `var(--ac-${name}-soft)` });

const foregroundColors = {
  default: color("text"),
  dark: color("text"),
  light: { default: "#ffffff", subtle: "#ffffff" },
  accent: color("accent"),
  good: color("good"),
  warning: color("warning"),
  attention: color("attention"),
};

const style = (name) => ({
  foregroundColors,
  borderColor: `var(--ac-${name}-line)`,
  backgroundColor: `var(--ac-${name}-back)`,
});

const font = (fontFamily) => ({
  fontFamily,
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
});

const label = (suffix) => ({ color: "Default", isSubtle: false, size: "Default", weight: "Bolder", suffix, suffixColor: "Attention" });

export const TEAMS = {
  choiceSetInputValueSeparator: ",",
  supportsInteractivity: true,
  spacing: { extraSmall: 4, small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  imageSizes: { small: 32, medium: 52, large: 100 },
  fontTypes: { default: font("inherit"), monospace: font("'Courier New', Courier, monospace") },
  textStyles: {
    heading: { fontType: "default", size: "large", weight: "bolder", color: "default", isSubtle: false },
    columnHeader: { fontType: "default", size: "default", weight: "bolder", color: "default", isSubtle: false },
  },
  textBlock: { headingLevel: 3 },
  inputs: {
    label: { inputSpacing: "Small", requiredInputs: label(" *"), optionalInputs: label("") },
    errorMessage: { color: "Attention", size: "Small", weight: "Default", spacing: "Small" },
  },
  containerStyles: {
    default: style("default"),
    emphasis: style("emphasis"),
    accent: style("accent"),
    good: style("good"),
    warning: style("warning"),
    attention: style("attention"),
  },
  actions: {
    maxActions: 6,
    spacing: "Default",
    buttonSpacing: 8,
    showCard: { actionMode: "Inline", inlineTopMargin: 16, style: "emphasis" },
    preExpandSingleShowCardAction: false,
    actionsOrientation: "Horizontal",
    actionAlignment: "Left",
    allowTitleToWrap: true,
  },
  adaptiveCard: { allowCustomStyle: false },
  imageSet: { imageSize: "Medium", maxImageHeight: 100 },
  factSet: {
    title: { size: "Default", color: "Default", isSubtle: false, weight: "Bolder", wrap: true },
    value: { size: "Default", color: "Default", isSubtle: false, weight: "Default", wrap: true },
    spacing: 16,
  },
  table: { cellSpacing: 8 },
};
