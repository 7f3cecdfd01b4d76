import js from "@eslint/js"
import globals from "globals"

export default [
  { ignores: ["build/", "site/", "vendor/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // what readers of the code would stumble over
      eqeqeq: "error",
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-param-reassign": "error",
      "no-implicit-coercion": ["error", { allow: ["+"] }],
      "no-unused-expressions": "error",
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "object-shorthand": "error",
      "prefer-template": "error",
      "no-else-return": "error",
      "max-len": ["error", { code: 120, ignoreRegExpLiterals: true, ignoreTemplateLiterals: true }],
    },
  },
  { files: ["search/main.js", "search/theme/*.js", "theme/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/**/*.js"], languageOptions: { globals: globals.node } },
]
