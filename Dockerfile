# A static program on an empty image: nothing to update but filmbot itself.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /filmbot ./cmd/filmbot && mkdir /data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /filmbot /filmbot
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
ENV DATABASE_URL=/data/filmbot.db
VOLUME /data
ENTRYPOINT ["/filmbot"]
CMD ["run"]
