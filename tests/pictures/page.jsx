// One scene as Slack shows it: a message, a modal or App Home. The blocks are drawn by slack-blocks-to-jsx.
// Or as Teams shows it: see teams.js.
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { Message } from "slack-blocks-to-jsx";
import "slack-blocks-to-jsx/dist/style.css";
import "./page.css";
import { showInTeams } from "./teams.js";

const LOGO =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="6" fill="#1d5c63"/>' +
      '<path d="M12 8v19h13" fill="none" stroke="#fff" stroke-width="4"/></svg>',
  );

const Blocks = ({ blocks }) => <Message blocks={blocks} name="" logo="" theme="light" withoutWrapper />;

// The library's inputs are no likeness of Slack's, so these are drawn here.
const ANSWERS = {
  plain_text_input: ({ multiline, initial_value }) =>
    multiline ? <textarea rows={4} defaultValue={initial_value} /> : <input defaultValue={initial_value} />,
  datepicker: ({ initial_date }) => <span className="picker">{initial_date ?? "Select a date"}</span>,
  users_select: () => <span className="picker menu">Select a user</span>,
  static_select: ({ initial_option }) => (
    <span className="picker menu">{initial_option?.text.text ?? "Select an option"}</span>
  ),
  radio_buttons: ({ options, initial_option }) =>
    options.map((option) => (
      <label key={option.value}>
        <input type="radio" readOnly checked={option.value === initial_option?.value} /> {option.text.text}
      </label>
    )),
};

const Input = ({ block: { label, element, hint, optional } }) => {
  const Answer = ANSWERS[element.type];
  return (
    <div className="input">
      <b>
        {label.text}
        {optional && <span> (optional)</span>}
      </b>
      <Answer {...element} />
      {hint && <small>{hint.text}</small>}
    </div>
  );
};

const Said = ({ scene }) => (
  <div className="message">
    {scene.only_you && <p className="only">Only visible to you</p>}
    <img src={LOGO} alt="" />
    <div>
      <p className="name">
        <b>Learnt</b> <span>APP</span> <time>09:00</time>
      </p>
      <Blocks blocks={scene.blocks} />
    </div>
  </div>
);

const Modal = ({ view }) => (
  <div className="modal">
    <header>
      <b>{view.title.text}</b>
      <i>×</i>
    </header>
    <div className="inside">
      {view.blocks.map((block, place) =>
        block.type === "input" ? <Input key={place} block={block} /> : <Blocks key={place} blocks={[block]} />,
      )}
    </div>
    <footer>
      <button>{view.close.text}</button>
      {view.submit && <button className="submit">{view.submit.text}</button>}
    </footer>
  </div>
);

const Scene = ({ scene }) => {
  if (!scene.view) return <Said scene={scene} />;
  if (scene.view.type === "modal") return <Modal view={scene.view} />;
  return (
    <div className="home">
      <Blocks blocks={scene.view.blocks} />
    </div>
  );
};

window.show = (scene) => {
  if (scene.card || scene.dialog) {
    showInTeams(scene);
    return;
  }
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  flushSync(() => createRoot(place).render(<Scene scene={scene} />));
};
