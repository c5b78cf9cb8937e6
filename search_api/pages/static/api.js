// Shows the API's own description in Swagger UI. A file of its own, because no page here allows scripts inside it.
SwaggerUIBundle({ url: "/api/v1/openapi.json", dom_id: "#reference", deepLinking: true, validatorUrl: null });
