// Stands in for Microsoft's teams-js in a sign-in window of the rehearsal: the page that ends the
// sign-in calls microsoftTeams.authentication.notifySuccess, and the chat hears of it.
// Shapes: https://learn.microsoft.com/javascript/api/@microsoft/teams-js/authentication

(() => {
  // Only the rehearsal page may hear the code, and this file comes from its server.
  const chat = new URL(document.currentScript.src).origin;

  function tell(func, said) {
    if (!window.opener) return;
    window.opener.postMessage({ func: `authentication.authenticate.${func}`, args: [said] }, chat);
    window.close();
  }

  window.microsoftTeams = {
    app: { initialize: () => Promise.resolve() },
    authentication: {
      notifySuccess: (result) => tell("success", result || ""),
      notifyFailure: (reason) => tell("failure", reason || ""),
    },
  };
})();
