// One scene as Teams shows it: a card in a message, or a dialog. The cards are drawn by Microsoft's adaptivecards.
import { AdaptiveCard, HostConfig } from "adaptivecards";

const FONT = "Selawik, Lato, sans-serif";
const GREY = { default: "#242424", subtle: "#616161" };
const host = new HostConfig({
  fontFamily: FONT,
  spacing: { small: 4, default: 8, medium: 12, large: 20, extraLarge: 24, padding: 12 },
  separator: { lineThickness: 1, lineColor: "#e0e0e0" },
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 200, default: 400, bolder: 600 },
  textStyles: { heading: { size: "default", weight: "bolder" } },
  containerStyles: {
    default: { backgroundColor: "#ffffff", foregroundColors: { default: GREY, attention: { default: "#c4314b" } } },
    emphasis: { backgroundColor: "#f5f5f5", foregroundColors: { default: GREY } },
  },
  actions: {
    maxActions: 6,
    buttonSpacing: 8,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    spacing: "default",
  },
  inputs: { label: { requiredInputs: { weight: "bolder" }, optionalInputs: { weight: "bolder" } } },
});

const drawn = (json) => {
  const card = new AdaptiveCard();
  card.hostConfig = host;
  card.parse(json);
  return card.render();
};

const element = (name, text) => Object.assign(document.createElement("div"), { className: name, textContent: text });

export const showInTeams = (scene) => {
  const page = element("teams", "");
  if (scene.dialog) {
    const box = element("dialog", "");
    box.append(element("heading", scene.dialog.title), drawn(scene.dialog.card.content));
    page.append(box);
  } else {
    const box = element("card", "");
    box.append(drawn(scene.card));
    page.append(element("from", "Learnt  09:00"), box);
  }
  document.body.replaceChildren(page);
};
